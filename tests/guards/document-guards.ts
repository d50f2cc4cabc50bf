import { newId } from '#lib/platform/ids.ts';
import { first, groupRefuses, groupWaits, second, sideBySide, visit, world } from './group-scene.ts';
import { Breach, constraint, type Guard, inFunction, trigger } from './guard.ts';
import { changeId, made as changeOf } from './order-change-guards.ts';
import type { Scene } from './scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });

const key = '00000000-0000-7000-8000-00000000d0c5';
const issueDocument = 'issue_document(jsonb)';

type Paper = { kind?: string; visitId?: string; unit?: number; total?: number; tax?: number; currency?: string };

/** An invoice over ten times 200; or as told. `corrects`: the latest paper of this kind. */
function issue(paper: Paper & { requestKey?: string; corrects?: string } = {}): string {
  const unit = paper.unit ?? 200;
  const line = { words: 'Pupils', quantity: 10, unitMinor: unit, taxPerMille: 0, taxMinor: paper.tax ?? 0 };
  const values = {
    kind: paper.kind ?? 'invoice',
    visitId: paper.visitId ?? first,
    requestKey: paper.requestKey ?? null,
    locale: 'az',
    currency: paper.currency ?? 'AZN',
    lines: [{ ...line, totalMinor: paper.total ?? unit * 10 }],
    basis: 'booked',
    payer: {},
    issuedBy: 'x',
  };
  const corrects = paper.corrects
    ? `jsonb_build_object('correctsId', (select id from account_document where kind = '${paper.corrects}'))`
    : `'{}'::jsonb`;
  return `select issue_document('${JSON.stringify(values)}'::jsonb || ${corrects}) as id`;
}
const credit = (paper: Parameters<typeof issue>[0] = {}) =>
  issue({ kind: 'credit_note', corrects: 'invoice', ...paper });

/** A paper of that number as no function issues it. */
const byHand = (changes: Record<string, string>) => {
  const columns = Object.keys(changes);
  const kept = [
    'kind',
    'year',
    'no',
    'visit_id',
    'request_key',
    'issued_date',
    'locale',
    'currency',
    'lines',
    'total_minor',
    'tax_minor',
    'basis',
    'payer',
    'issued_by',
  ];
  return `insert into account_document (${kept.join(', ')}) select ${kept.map((column) => (columns.includes(column) ? changes[column] : column)).join(', ')} from account_document`;
};

/** Refused, when this was issued before. */
const issueRefused = (expected: string, ...texts: string[]) =>
  groupRefuses('app', expected, () => [visit(), visit(second), ...texts]);

const transfer = (id: string, reference = `'REF-${id.slice(-4)}'`, amount = 100) =>
  `insert into bank_transfer (id, bank_reference, value_date, amount_minor, currency, payer, entered_by)
   values ('${id}', ${reference}, '2026-01-01', ${amount}, 'AZN', 'School', 'x')`;
const [one, two] = [newId(), newId()];
const fee = (s: Scene, amount: number, tax = 0) =>
  `insert into guide_fee (product_id, amount_minor, currency, tax_per_mille, valid_from) values ('${s.museum.productId}', ${amount}, 'AZN', ${tax}, '2026-01-01')`;

/** Papers of account, and what the bank says came in on them. */
export const documentGuards: Guard[] = [
  constraint(
    'account_document',
    'account_document_number',
    money(
      'two invoices of one number',
      groupRefuses('owner', 'account_document_number', () => [visit(), issue(), byHand({ request_key: 'null' })]),
    ),
  ),
  constraint(
    'account_document',
    'account_document_request_key_key',
    money(
      'one press that is two invoices',
      groupRefuses('owner', 'account_document_request_key_key', () => [
        visit(),
        issue({ requestKey: key }),
        byHand({ no: 'no + 1' }),
      ]),
    ),
  ),
  constraint(
    'account_document',
    'account_document_corrects',
    money(
      'an invoice that takes back another',
      issueRefused('account_document_corrects', issue({ kind: 'act' }), issue({ corrects: 'act' })),
    ),
  ),
  constraint(
    'account_document',
    'account_document_check1',
    money('more tax than the whole sum', issueRefused('account_document_check1', issue({ tax: 2001 }))),
  ),
  trigger(
    'account_document',
    'only_added_to',
    money(
      'an invoice that is changed after it was sent',
      groupRefuses('owner', 'MU005', () => [visit(), issue(), 'update account_document set total_minor = 1']),
    ),
  ),
  inFunction(
    'issue_document: lines that add up',
    issueDocument,
    'not sums.adds_up',
    'false',
    money('a sum that its lines do not come to', issueRefused('document_lines', issue({ total: 1999 }))),
  ),
  inFunction(
    'issue_document: no more than its invoice',
    issueDocument,
    'sums.total > corrected.total_minor - (select coalesce(sum(total_minor), 0) from account_document where corrects_id = corrected.id)',
    'false',
    money(
      'more taken back than was asked for',
      issueRefused('document_credit', issue(), credit({ unit: 150 }), credit({ unit: 100 })),
    ),
  ),
  inFunction(
    'issue_document: takes back invoices',
    issueDocument,
    "corrected.kind <> 'invoice' or ",
    '',
    money(
      'a quote that is taken back',
      issueRefused('document_credit', issue({ kind: 'quote' }), credit({ corrects: 'quote' })),
    ),
  ),
  inFunction(
    'issue_document: takes back the visit’s own',
    issueDocument,
    "corrected.visit_id <> (paper ->> 'visitId')::uuid or ",
    '',
    money('another school’s invoice taken back', issueRefused('document_credit', issue(), credit({ visitId: second }))),
  ),
  inFunction(
    'issue_document: in the invoice’s currency',
    issueDocument,
    "corrected.currency <> paper ->> 'currency'",
    'false',
    money('manats taken back in yen', issueRefused('document_credit', issue(), credit({ currency: 'JPY' }))),
  ),
  inFunction(
    'issue_document: repeat',
    issueDocument,
    'if found then return made; end if;',
    '',
    money('a button pressed twice that fails', async (s) => {
      await s.owner(world(s));
      await s.app(visit());
      await s.app(issue({ requestKey: key }));
      await s.app(issue({ requestKey: key })).catch((error: Error) => {
        throw new Breach(error.message);
      });
    }),
  ),
  inFunction(
    'issue_document: the visit’s lock',
    issueDocument,
    "perform 1 from group_visit where id = (paper ->> 'visitId')::uuid for update;",
    '',
    money('an invoice taken back twice in the same moment', async (s) => {
      await s.owner(world(s));
      for (const text of [visit(), issue()]) await s.app(text);
      const answer = await sideBySide(s, credit(), credit());
      if (answer !== 'document_credit') throw new Breach(answer);
    }),
  ),
  inFunction(
    'issue_document: the series’ lock',
    issueDocument,
    'do update set last_no = s.last_no + 1 returning last_no into number;',
    'do nothing; select coalesce(max(no), 0) + 1 into number from account_document;',
    money(
      'two papers of one number in the same moment',
      groupWaits(
        () => [visit(), visit(second), issue(), 'alter table account_document drop constraint account_document_number'],
        () => issue(),
        () => issue({ visitId: second }),
      ),
    ),
  ),
  constraint(
    'payment',
    'payment_one_purpose',
    money(
      'one payment for two things',
      groupRefuses(
        'app',
        'payment_one_purpose',
        (s) => [
          visit(),
          issue(),
          changeOf(s),
          `insert into payment (order_id, provider, state, amount_minor, currency, change_id, document_id)
         select '${s.paid.order}', 'stripe', 'created', 400, 'AZN', '${changeId}', id from account_document`,
        ],
        ['alter table payment disable trigger guard_document_payment'],
      ),
    ),
  ),
  constraint(
    'bank_transfer',
    'bank_transfer_bank_reference_key',
    money(
      'one line of the bank’s statement entered twice',
      groupRefuses('app', 'bank_transfer_bank_reference_key', () => [transfer(one, "'REF'"), transfer(two, "'REF'")]),
    ),
  ),
  constraint(
    'bank_transfer',
    'bank_transfer_payment_id_key',
    money(
      'one payment that came in twice',
      groupRefuses(
        'app',
        'bank_transfer_payment_id_key',
        (s) => [transfer(one), transfer(two, "'OTHER'"), `update bank_transfer set payment_id = '${s.paid.payment}'`],
        ['alter table bank_transfer disable trigger guard_transfer'],
      ),
    ),
  ),
  constraint(
    'bank_transfer',
    'bank_transfer_end',
    money(
      'money that is set aside and counted',
      groupRefuses(
        'app',
        'bank_transfer_end',
        (s) => [transfer(one), `update bank_transfer set payment_id = '${s.paid.payment}', set_aside = 'not ours'`],
        ['alter table bank_transfer disable trigger guard_transfer'],
      ),
    ),
  ),
  constraint(
    'bank_transfer',
    'bank_transfer_amount_minor_check',
    money(
      'nothing that came in',
      groupRefuses('app', 'bank_transfer_amount_minor_check', () => transfer(one, "'REF'", 0)),
    ),
  ),
  constraint(
    'guide_fee',
    'guide_fee_one_at_a_time',
    money(
      'two fees for one guide at one time',
      groupRefuses('app', 'guide_fee_one_at_a_time', (s) => [fee(s, 100), fee(s, 200)]),
    ),
  ),
  constraint(
    'guide_fee',
    'guide_fee_amount_minor_check',
    money(
      'a fee below nothing',
      groupRefuses('app', 'guide_fee_amount_minor_check', (s) => fee(s, -1)),
    ),
  ),
  constraint(
    'guide_fee',
    'guide_fee_tax_per_mille_check',
    money(
      'a tax below nothing',
      groupRefuses('app', 'guide_fee_tax_per_mille_check', (s) => fee(s, 100, -1)),
    ),
  ),
];
