import { Button } from '#app/_ui/button.tsx';
import { ProofFields } from '#app/(staff)/proof-fields.tsx';
import { readProofQuery } from '#app/(staff)/proof-query.ts';
import type { VisitAccount } from '#lib/groups/get-visit-account.ts';
import { counterOf } from '#lib/payments/counters.ts';
import { paperNumber } from '#lib/payments/paper-number.ts';
import { type Actor, can } from '#lib/platform/ctx.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { take } from './account-actions.ts';

const ways = ['cash', 'terminal'] as const;

/** Cash and the desk's terminal for each paper that is still owed; transfers have a page of their own. */
export function TakeForms(props: {
  t: Translator;
  locale: Locale;
  account: VisitAccount;
  actor: Actor;
  today: string;
  one: (name: string) => string | undefined;
}) {
  const { t, locale, account, one } = props;
  const open = account.papers.filter(({ leftMinor }) => leftMinor > 0);
  if (open.length === 0 || !can(props.actor, 'payments.take')) return null;
  const counter = translator(locale, 'counter');
  return (
    <section className="stack-wide" aria-labelledby="take">
      <h2 id="take">{t('staff.visit.take')}</h2>
      {open.map((paper) => {
        const sum = formatMoney({ amountMinor: paper.leftMinor, currency: paper.currency }, locale);
        const facts = { kind: t(`kinds.${paper.kind}`), no: paperNumber(paper), sum };
        return (
          <details className="more" key={paper.id} open={one('paper') === paper.id}>
            <summary>{t('staff.visit.takeFor', facts)}</summary>
            {ways.map((way) => {
              const isSent = one('paper') === paper.id && one('way') === way;
              return (
                <form className="stack" action={take} key={way}>
                  <input type="hidden" name="visitId" value={paper.visitId} />
                  <input type="hidden" name="documentId" value={paper.id} />
                  <input type="hidden" name="way" value={way} />
                  <input type="hidden" name="expectedMinor" value={paper.leftMinor} />
                  <fieldset className="set">
                    <legend>{counter(`pay.ways.${way}`)}</legend>
                    <ProofFields
                      t={counter}
                      prefix={`${way}-${paper.id}`}
                      fields={counterOf(way).fields.payment}
                      shown={isSent ? readProofQuery(one) : null}
                      today={props.today}
                    />
                  </fieldset>
                  <div className="actions">
                    <Button look="quiet">{t(`staff.visit.takeDo.${way}`, { sum })}</Button>
                  </div>
                </form>
              );
            })}
          </details>
        );
      })}
    </section>
  );
}
