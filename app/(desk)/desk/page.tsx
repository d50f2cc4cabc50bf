import type { Metadata } from 'next';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { getDayBoard } from '#lib/desk/day-board.ts';
import { can } from '#lib/platform/ctx.ts';
import { loadMessages } from '#lib/platform/i18n/messages.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { DeskScreen } from './desk-screen.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'desk')('title') };
}

/** The front desk: what was scanned fills the screen; today's visits and the last scans stand beside it. */
export default async function DeskPage() {
  const ctx = await requireStaff('tickets.admit', paths.desk());
  const board = await getDayBoard(ctx);
  return (
    <DeskScreen
      locale={ctx.locale}
      messages={loadMessages(ctx.locale, 'desk')}
      staffName={ctx.actor.name}
      mayOverride={can(ctx.actor, 'tickets.override')}
      board={board.ok ? board.board : null}
      standIns={
        process.env.STAND_INS?.split(',').includes('payments') ? translator(ctx.locale, 'common')('testPayments') : null
      }
    />
  );
}
