import type { VisitMoment } from '#lib/groups/visit-history.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

/** One step of a visit in a sentence, and who took it. */
export function sentenceOf(t: Translator, locale: Locale, moment: VisitMoment): { what: string; who: string } {
  const groups = translator(locale, 'groups');
  const staff = translator(locale, 'staff');
  const action = moment.actions.find((one) => t.has(`history.actions.${one.action}`))?.action;
  const event = moment.events.findLast(({ machine }) => machine === 'group_visit');
  const offer = moment.events.find(({ machine }) => machine === 'group_offer');
  const state = event ? t('history.became', { state: groups(`states.${event.toState}`) }) : null;
  const isCoded = event?.reason && groups.has(`reasons.${event.reason}`);
  const said = [
    action ? t(`history.actions.${action}`) : null,
    action ? null : state,
    !action && !state && offer ? t('history.offer', { state: groups(`offerStates.${offer.toState}`) }) : null,
    isCoded ? t('history.reason', { reason: groups(`reasons.${event.reason}`) }) : null,
  ].filter((one): one is string => one !== null);
  const [other] = moment.actions;
  if (said.length === 0 && other)
    said.push(staff.has(`audit.actions.${other.action}`) ? staff(`audit.actions.${other.action}`) : other.action);
  const call = moment.events.findLast(({ machine }) => machine === 'guide_call');
  if (said.length === 0 && call) {
    const guides = translator(locale, 'guides');
    said.push(guides('staff.historyCall', { state: guides(`callStates.${call.toState}`) }));
  }
  if (said.length === 0 && moment.messages.length > 0) said.push(t('history.written'));
  return { what: said.join('. '), who: moment.by.name ?? t(`history.doers.${moment.by.kind}`) };
}
