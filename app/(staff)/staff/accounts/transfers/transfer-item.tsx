import { Button } from '#app/_ui/button.tsx';
import { Radios } from '#app/_ui/radios.tsx';
import { Select } from '#app/_ui/select.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import type { TransferRow } from '#lib/groups/list-transfers.ts';
import type { OwedPaper } from '#lib/groups/suggest-papers.ts';
import { paperNumber } from '#lib/payments/paper-number.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import { match, setAside, takeUp } from './transfer-actions.ts';

type Props = {
  t: Translator;
  locale: Locale;
  transfer: TransferRow;
  owed: readonly OwedPaper[];
  /** What was typed as a reason and refused. */
  typedReason: string | undefined;
};

/** One line of the bank, and the one thing to do about it: say which paper it pays, or that it is none of ours. */
export function TransferItem({ t, locale, transfer, owed, typedReason }: Props) {
  const { id, paper } = transfer;
  const sum = (amountMinor: number) => formatMoney({ amountMinor, currency: transfer.currency }, locale);
  return (
    <section className="stack" aria-labelledby={`line-${id}`}>
      <h2 id={`line-${id}`}>{t('staff.transfers.line', { sum: sum(transfer.amountMinor), payer: transfer.payer })}</h2>
      <p className="soft">
        {t('staff.transfers.facts', { date: formatDate(transfer.valueDate), reference: transfer.reference })}
        {transfer.words ? <br /> : null}
        {transfer.words ? t('staff.transfers.words', { words: transfer.words }) : null}
      </p>
      {paper ? (
        <p>
          <a href={paths.staffPaper(paper.id)}>
            {t('staff.transfers.matchedTo', { kind: t(`kinds.${paper.kind}`), no: paperNumber(paper) })}
          </a>
        </p>
      ) : null}
      {transfer.setAside ? (
        <form className="stack" action={takeUp}>
          <input type="hidden" name="transferId" value={id} />
          <p>{t('staff.transfers.asideFor', { reason: transfer.setAside })}</p>
          <div className="actions">
            <Button look="quiet">{t('staff.transfers.takeUp')}</Button>
          </div>
        </form>
      ) : null}
      {paper || transfer.setAside ? null : (
        <>
          <MatchForm t={t} transfer={transfer} owed={owed} sum={sum} />
          <details className="more" open={typedReason !== undefined}>
            <summary>{t('staff.transfers.setAsideTitle')}</summary>
            <form className="stack" action={setAside}>
              <input type="hidden" name="transferId" value={id} />
              <TextInput
                id={`reason-${id}`}
                name="reason"
                label={t('staff.transfers.reason')}
                defaultValue={typedReason ?? ''}
                error={typedReason === undefined ? undefined : t('staff.transfers.refused.reason_missing')}
                maxLength={300}
              />
              <div className="actions">
                <Button look="quiet">{t('staff.transfers.setAside')}</Button>
              </div>
            </form>
          </details>
        </>
      )}
    </section>
  );
}

function MatchForm(props: Pick<Props, 't' | 'transfer' | 'owed'> & { sum: (amountMinor: number) => string }) {
  const { t, transfer, owed, sum } = props;
  const suggested = new Set(transfer.suggestions.map(({ paper }) => paper.id));
  const others = owed.filter(({ id }) => !suggested.has(id));
  const facts = (paper: OwedPaper) => ({
    kind: t(`kinds.${paper.kind}`),
    no: paperNumber(paper),
    payer: paper.school ?? paper.payerName,
    sum: sum(paper.leftMinor),
  });
  if (owed.length === 0) return <p>{t('staff.transfers.nothingSuggested')}</p>;
  return (
    <form className="stack" action={match}>
      <input type="hidden" name="transferId" value={transfer.id} />
      {transfer.suggestions.length === 0 ? (
        <p>{t('staff.transfers.nothingSuggested')}</p>
      ) : (
        <Radios
          name="documentId"
          id={`paper-${transfer.id}`}
          legend={t('staff.transfers.suggested')}
          defaultValue={transfer.suggestions[0]?.paper.id}
          options={transfer.suggestions.map(({ paper, reasons }) => ({
            value: paper.id,
            label: t('staff.transfers.suggestion', {
              ...facts(paper),
              reasons: reasons.map((reason) => t(`staff.transfers.reasons.${reason}`)).join(', '),
            }),
          }))}
        />
      )}
      {others.length > 0 ? (
        <Select
          id={`other-${transfer.id}`}
          name="otherId"
          label={t('staff.transfers.other')}
          defaultValue=""
          options={[
            { value: '', label: t('staff.transfers.chooseOther') },
            ...others
              .slice(0, 300)
              .map((paper) => ({ value: paper.id, label: t('staff.transfers.paperOf', facts(paper)) })),
          ]}
        />
      ) : null}
      <div className="actions">
        <Button aria-label={t('staff.transfers.matchOf', { reference: transfer.reference })}>
          {t('staff.transfers.match')}
        </Button>
      </div>
    </form>
  );
}
