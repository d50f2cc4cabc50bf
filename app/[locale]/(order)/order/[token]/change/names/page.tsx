import type { Metadata } from 'next';
import { Button } from '#app/_ui/button.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
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

/** Other names: of the order, and of each ticket that has one, until somebody is let in with it. */
export default async function NamesPage({ params, searchParams }: Props) {
  const { order, token, locale, ctx } = await openOrder(params);
  const query = await searchParams;
  const t = translator(locale, 'change');
  const { why } = await loadChange(ctx, order.id, locale, 'types');
  const typed = (name: string, stored: string | null) => {
    const value = query[name];
    return typeof value === 'string' ? value : (stored ?? '');
  };
  const named = order.tickets.filter(({ state, holderName }) => state !== 'revoked' && holderName);
  return (
    <ChangeFrame
      locale={locale}
      token={token}
      here={(other) => paths.orderChange(other, token, 'names')}
      title={t('names.title')}
      lead={t('list.namesText')}
      refused={query.refused}
      fieldId="contactName"
      why={why}
    >
      <form className="stack" method="post" action={paths.orderStep(locale, token, 'save-names')}>
        <TextInput
          name="contactName"
          label={t('names.contact')}
          hint={t('names.contactHint')}
          autoComplete="name"
          maxLength={200}
          defaultValue={typed('contactName', order.contactName)}
        />
        {named.map((ticket) => (
          <TextInput
            key={ticket.id}
            name={`holder.${ticket.id}`}
            label={t('names.holder', { code: formatShortCode(ticket.shortCode) })}
            hint={ticket.admittedPeople > 0 ? t('names.holderUsed') : undefined}
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
