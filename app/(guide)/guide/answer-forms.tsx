import { Button } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import type { GuideTour } from '#lib/groups/guide-tours.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';

/** Yes and no, each one press. After a yes the no stands further back. */
export function AnswerForms(props: { t: Translator; guideKey: string; tour: GuideTour; until: string }) {
  const { t, tour } = props;
  const hasAccepted = tour.call?.state === 'accepted';
  const form = (answer: 'accept' | 'decline', look: 'main' | 'quiet') => (
    <form method="post" action={paths.guideStep(props.guideKey, 'answer')}>
      <input type="hidden" name="tour" value={tour.timeslotId} />
      <input type="hidden" name="answer" value={answer} />
      <Button look={look}>{t(`tour.${answer}`)}</Button>
    </form>
  );
  if (hasAccepted) {
    return (
      <>
        <Notice kind="done">{t('tour.accepted')}</Notice>
        <details className="more no-print">
          <summary>{t('tour.declineLater')}</summary>
          <div className="stack">
            <p>{t('tour.declineText')}</p>
            {form('decline', 'quiet')}
          </div>
        </details>
      </>
    );
  }
  return (
    <section className="stack no-print">
      {tour.call?.state === 'lapsed' ? (
        <Notice kind="warn">{t('tour.lapsed')}</Notice>
      ) : tour.call?.state === 'asked' ? (
        <p>{t('tours.answerBy', { until: props.until })}</p>
      ) : null}
      {form('accept', 'main')}
      {form('decline', 'quiet')}
      <p className="soft small">{t('tour.declineText')}</p>
    </section>
  );
}
