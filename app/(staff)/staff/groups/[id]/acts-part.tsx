import { Button } from '#app/_ui/button.tsx';
import { NumberStepper } from '#app/_ui/number-stepper.tsx';
import { Select } from '#app/_ui/select.tsx';
import { comingStates, declineReasons, infoReasons, museumCancelReasons, type VisitState } from '#lib/groups/values.ts';
import { visitMachine } from '#lib/groups/visit-machine.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { askInfo, cancel, changeNumbers, decline, noShow, waitList } from './act-actions.ts';
import type { PartProps } from './part.ts';

/** What else can be done with the visit in its state; each in its own fold, so that nothing is pressed by mistake. */
export function ActsPart(props: PartProps & { now: Date }) {
  const { t, view, locale, typed, now } = props;
  const { visit, agreed } = view;
  const next: readonly VisitState[] = visitMachine[visit.state];
  const isComing = (comingStates as readonly string[]).includes(visit.state);
  const hasBegun = agreed?.subGroups.some(({ startsAt }) => startsAt <= now) ?? false;
  const words = translator(locale, 'groups');
  const hidden = (
    <>
      <input type="hidden" name="visitId" value={visit.id} />
      <input type="hidden" name="seen" value={visit.state} />
    </>
  );
  const reasons = (of: readonly string[]) => [
    { value: '', label: t('acts.chooseReason') },
    ...of.map((code) => ({ value: code, label: words(`reasons.${code}`) })),
  ];
  const acts = [
    next.includes('needs_info') ? (
      <details key="info" className="more">
        <summary>{t('acts.info.title')}</summary>
        <form className="stack" action={askInfo}>
          {hidden}
          <Select
            id="info-reason"
            name="reason"
            label={t('acts.info.reason')}
            options={reasons(infoReasons)}
            required
          />
          <Button look="quiet">{t('acts.info.do')}</Button>
        </form>
      </details>
    ) : null,
    next.includes('waitlisted') ? (
      <details key="wait" className="more">
        <summary>{t('acts.wait.title')}</summary>
        <form className="stack" action={waitList}>
          {hidden}
          <p>{t('acts.wait.text')}</p>
          <Button look="quiet">{t('acts.wait.do')}</Button>
        </form>
      </details>
    ) : null,
    next.includes('declined') ? (
      <details key="decline" className="more">
        <summary>{t('acts.decline.title')}</summary>
        <form className="stack" action={decline}>
          {hidden}
          <Select
            id="decline-reason"
            name="reason"
            label={t('acts.reason')}
            options={reasons(declineReasons)}
            required
          />
          <Button look="quiet">{t('acts.decline.do')}</Button>
        </form>
      </details>
    ) : null,
    isComing ? (
      <details key="numbers" className="more" open={Boolean(typed.one('pupils'))}>
        <summary>{t('acts.numbers.title')}</summary>
        <form className="stack" action={changeNumbers}>
          {hidden}
          <div className="side-by-side">
            {(['pupils', 'teachers', 'parents', 'aides'] as const).map((name) => (
              <NumberStepper
                key={name}
                name={name}
                label={t(`acts.numbers.${name}`)}
                defaultValue={typed.one(name) ?? String(visit[name])}
                max={500}
                required
              />
            ))}
          </div>
          <Button look="quiet">{t('acts.numbers.do')}</Button>
        </form>
      </details>
    ) : null,
    next.includes('cancelled_by_museum') ? (
      <details key="cancel" className="more">
        <summary>{t('acts.cancel.title')}</summary>
        <form className="stack" action={cancel}>
          {hidden}
          <p>{t('acts.cancel.text')}</p>
          <Select
            id="cancel-reason"
            name="reason"
            label={t('acts.reason')}
            options={reasons(museumCancelReasons)}
            required
          />
          <Button look="quiet">{t('acts.cancel.do')}</Button>
        </form>
      </details>
    ) : null,
    next.includes('no_show') && hasBegun ? (
      <details key="no-show" className="more">
        <summary>{t('acts.noShow.title')}</summary>
        <form className="stack" action={noShow}>
          {hidden}
          <p>{t('acts.noShow.text')}</p>
          <Button look="quiet">{t('acts.noShow.do')}</Button>
        </form>
      </details>
    ) : null,
  ].filter(Boolean);
  if (acts.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="acts">
      <h2 id="acts">{t('acts.title')}</h2>
      {acts}
    </section>
  );
}
