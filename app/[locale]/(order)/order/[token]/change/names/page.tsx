import type { Metadata } from 'next';
import { Button } from '#app/_ui/button.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import { changeRefusal } from '../../change-refusal.ts';
import { openOrder } from '../../open-order.ts';
import { ChangeFrame } from '../change-frame.tsx';
import { loadChange } from '../load-change.ts';

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openOrder(params);
  return { title: translator(locale, 'change')('names.title'), robots: { index: false, follow: false } };
}

/** Other names: of the order, and of each ticket that has one or for which the visit asks for one, until somebody is let in with it. */
export default async function NamesPage({ params, searchParams }: Props) {
  const { order, token, locale, ctx } = await openOrder(params);
  const query = await searchParams;
  const t = translator(locale, 'change');
  const { why } = await loadChange(ctx, order.id, locale, 'types');
  const typed = (name: string, stored: string | null) => {
    const value = query[name];
    return typeof value === 'string' ? value : (stored ?? '');
  };
  const { namesRequired } = order.product;
  const named = order.tickets.filter(
    ({ state, holderName }) => state !== 'revoked' && (holderName || namesRequired === 'each'),
  );
  const fields = ['contactName', ...named.map(({ id }) => `holder.${id}`)];
  const wrong = fields.find((name) => name === query.field) ?? 'contactName';
  const errorAt = (name: string) => (name === wrong ? (changeRefusal(locale, query.refused) ?? undefined) : undefined);
  const typeOf = (ticketTypeId: string) =>
    localized(order.lines.find(({ ticketType }) => ticketType.id === ticketTypeId)?.ticketType.names ?? null, locale);
  const hintOf = (ticket: (typeof named)[number]) => {
    if (ticket.admittedPeople > 0) return t('names.holderUsed');
    return ticket.holderName
      ? typeOf(ticket.ticketTypeId)
      : t('names.holderHint', { type: typeOf(ticket.ticketTypeId) });
  };
  return (
    <ChangeFrame
      locale={locale}
      token={token}
      here={(other) => paths.orderChange(other, token, 'names')}
      title={t('names.title')}
      lead={t('list.namesText')}
      refused={query.refused}
      fieldId={wrong}
      why={why}
    >
      <form className="stack" method="post" action={paths.orderStep(locale, token, 'save-names')}>
        <TextInput
          name="contactName"
          label={t('names.contact')}
          hint={t(namesRequired === 'lead' ? 'names.contactNeeded' : 'names.contactHint')}
          error={errorAt('contactName')}
          autoComplete="name"
          maxLength={200}
          defaultValue={typed('contactName', order.contactName)}
        />
        {named.map((ticket) => (
          <TextInput
            key={ticket.id}
            name={`holder.${ticket.id}`}
            label={t('names.holder', { code: formatShortCode(ticket.shortCode) })}
            hint={hintOf(ticket)}
            error={errorAt(`holder.${ticket.id}`)}
            readOnly={ticket.admittedPeople > 0}
            maxLength={200}
            defaultValue={typed(`holder.${ticket.id}`, ticket.holderName)}
          />
        ))}
        <div className="actions">
          <Button>{t('names.save')}</Button>
        </div>
      </form>
    </ChangeFrame>
  );
}
