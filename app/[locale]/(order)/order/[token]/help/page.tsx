import type { Metadata } from 'next';
import { Button } from '#app/_ui/button.tsx';
import { TextArea } from '#app/_ui/text-input.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { newId } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { ChangeFrame } from '../change/change-frame.tsx';
import { changeRefusal } from '../change-refusal.ts';
import { openOrder } from '../open-order.ts';

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openOrder(params);
  return { title: translator(locale, 'change')('help.title'), robots: { index: false, follow: false } };
}

/** A short message to the museum, with the code of the order. */
export default async function HelpPage({ params, searchParams }: Props) {
  const { order, token, locale } = await openOrder(params);
  const query = await searchParams;
  const t = translator(locale, 'change');
  const { code, email } = order;
  return (
    <ChangeFrame
      locale={locale}
      token={token}
      here={(other) => paths.orderHelp(other, token)}
      title={t('help.title')}
      lead={email ? t('help.lead', { code, email }) : t('help.leadNoEmail', { code })}
      refused={query.refused}
      fieldId="text"
    >
      <form className="stack" method="post" action={paths.orderStep(locale, token, 'ask-help')}>
        <input type="hidden" name="requestKey" value={newId()} />
        <TextArea
          name="text"
          label={t('help.text')}
          hint={t('help.textHint')}
          error={changeRefusal(locale, query.refused) ?? undefined}
          rows={6}
          maxLength={1000}
          defaultValue={typeof query.text === 'string' ? query.text : ''}
        />
        <div className="actions">
          <Button>{t('help.send')}</Button>
        </div>
      </form>
    </ChangeFrame>
  );
}
