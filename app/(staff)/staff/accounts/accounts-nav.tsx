import type { StaffCtx } from '#lib/identity/load-staff-actor.ts';
import { can } from '#lib/platform/ctx.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';

/** The parts of the accounts that this person may see. */
export function AccountsNav({
  ctx,
  t,
  here,
}: {
  ctx: StaffCtx;
  t: Translator;
  here: 'receivables' | 'papers' | 'transfers';
}) {
  const parts = [
    { part: 'receivables', href: paths.staffAccounts(), may: can(ctx.actor, 'money.see') },
    { part: 'papers', href: paths.staffPapers(), may: can(ctx.actor, 'money.see') },
    { part: 'transfers', href: paths.staffTransfers(), may: can(ctx.actor, 'payments.transfer') },
  ].filter(({ may }) => may);
  return (
    <nav aria-label={t('staff.nav.label')}>
      <ul className="tabs">
        {parts.map(({ part, href }) => (
          <li key={part}>
            <a href={href} aria-current={part === here ? 'page' : undefined}>
              {t(`staff.nav.${part}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
