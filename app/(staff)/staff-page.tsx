import type { ReactNode } from 'react';
import { StaffShell } from '#app/_ui/staff-shell.tsx';
import type { StaffCtx } from '#lib/identity/load-staff-actor.ts';
import type { Permission } from '#lib/identity/values.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { KeepSignedIn } from './keep-signed-in.tsx';
import { LanguageForm } from './language-form.tsx';
import { signOut } from './sign-out.ts';

type Room =
  | 'today'
  | 'groups'
  | 'lists'
  | 'orders'
  | 'money'
  | 'vouchers'
  | 'demand'
  | 'waiting'
  | 'guides'
  | 'guide'
  | 'inbox'
  | 'accounts'
  | 'messages'
  | 'audit'
  | 'desk';

/** Who sees refunds that wait for a person: those who decide about them, and those who hand money out. */
export const handsMoneyBack: readonly Permission[] = ['orders.refund', 'payments.take'];

const rooms: { room: Room; href: string; permission: Permission | readonly Permission[] }[] = [
  { room: 'today', href: paths.staffToday(), permission: 'today.see' },
  { room: 'groups', href: paths.staffGroups(), permission: 'groups.see' },
  { room: 'lists', href: paths.staffLists(), permission: 'names.see' },
  { room: 'orders', href: paths.staffOrders(), permission: 'orders.see' },
  { room: 'money', href: paths.staffMoney(), permission: handsMoneyBack },
  { room: 'vouchers', href: paths.staffVouchers(), permission: 'vouchers.change' },
  { room: 'waiting', href: paths.staffWaiting(), permission: 'orders.see' },
  { room: 'guides', href: paths.staffGuides(), permission: ['groups.change', 'people.change', 'reports.see'] },
  { room: 'guide', href: paths.guide(), permission: 'guides.own_tours' },
  { room: 'demand', href: paths.staffDemand(), permission: 'reports.see' },
  { room: 'inbox', href: paths.staffInbox(), permission: 'money.see' },
  { room: 'accounts', href: paths.staffAccounts(), permission: ['money.see', 'payments.transfer'] },
  { room: 'messages', href: paths.staffMessages(), permission: 'reports.see' },
  { room: 'audit', href: paths.staffAudit(), permission: 'audit.see' },
  { room: 'desk', href: paths.desk(), permission: 'tickets.admit' },
];

/** A page of the dashboard in its frame: the rooms this person may enter, their name, their language, the way out. */
export function StaffPage(props: { ctx: StaffCtx; room?: Room; path: string; children: ReactNode }) {
  const { actor, locale } = props.ctx;
  const t = translator(locale, 'staff');
  const common = translator(locale, 'common');
  const links = rooms
    .filter(({ permission }) => [permission].flat().some((one) => can(actor, one)))
    .map(({ room, href }) => ({ href, text: t(`nav.${room}`), isCurrent: room === props.room }));
  return (
    <StaffShell
      skipText={common('skip')}
      name={t('title')}
      homeHref={paths.staffToday()}
      navLabel={t('nav.label')}
      links={links}
      who={
        <>
          <LanguageForm locale={locale} back={props.path} />
          <span>{actor.name}</span>
          <form action={signOut}>
            <button type="submit" className="btn plain short">
              {t('nav.signOut')}
            </button>
          </form>
        </>
      }
    >
      <KeepSignedIn />
      {props.children}
    </StaffShell>
  );
}
