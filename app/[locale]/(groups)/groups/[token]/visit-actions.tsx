import { changeableStates } from '#lib/groups/change-request.ts';
import { comingStates, type VisitState } from '#lib/groups/values.ts';
import { visitMachine } from '#lib/groups/visit-machine.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';

/** What the teacher can do otherwise, as far as the state allows it: a page each. */
export function VisitActions(props: { view: VisitView; token: string; locale: Locale; hasBegun: boolean }) {
  const { view, token, locale } = props;
  const { visit, agreed } = view;
  const t = translator(locale, 'request');
  const is = (states: readonly string[]) => states.includes(visit.state);
  const next: readonly VisitState[] = visitMachine[visit.state];
  const links: { href: string; text: string }[] = [
    ...(is(changeableStates) ? [{ href: paths.visitPage(locale, token, 'party'), text: t('ask.change') }] : []),
    ...(is(comingStates) && !props.hasBegun
      ? [
          { href: paths.visitPage(locale, token, 'numbers'), text: t('numbers.title') },
          { href: paths.visitPage(locale, token, 'other-day'), text: t('otherDay.title') },
        ]
      : []),
    ...(next.includes('cancelled_by_group')
      ? [{ href: paths.visitPage(locale, token, 'cancel'), text: t(agreed ? 'cancel.title' : 'cancel.withdraw') }]
      : []),
  ];
  if (links.length === 0) return null;
  return (
    <section aria-labelledby="actions">
      <h2 id="actions">{t('own.actions')}</h2>
      <ul className="acts">
        {links.map(({ href, text }) => (
          <li key={href}>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
