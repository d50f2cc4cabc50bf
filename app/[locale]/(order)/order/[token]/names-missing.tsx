import { LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { whyNotChangeable } from '#lib/booking/quote-change.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import type { OrderFacts } from './page.tsx';

/** A visit that asks for everybody's name, and tickets that have none yet: those of people who came to the order later (4.4). */
export function NamesMissing({ order, token, locale, changeable, settings }: OrderFacts) {
  const t = translator(locale, 'change');
  const count = order.tickets.filter(
    ({ state, holderName, admittedPeople }) => state === 'valid' && !holderName && admittedPeople === 0,
  ).length;
  if (order.product.namesRequired !== 'each' || count === 0 || !changeable) return null;
  if (whyNotChangeable(changeable, settings.change_until_hours)) return null;
  return (
    <Notice kind="warn" title={t('names.missingTitle', { count })}>
      <p>{t('names.missingText')}</p>
      <div className="actions">
        <LinkButton look="quiet" href={paths.orderChange(locale, token, 'names')}>
          {t('names.give')}
        </LinkButton>
      </div>
    </Notice>
  );
}
