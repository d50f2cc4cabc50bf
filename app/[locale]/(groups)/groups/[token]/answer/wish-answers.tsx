import { StatusWord } from '#app/_ui/status-word.tsx';
import type { WishAnswer } from '#lib/groups/wish-answers.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { clockOf, limitTexts, planText, startsText } from '../../../plan-text.tsx';

/** For each wish: it is possible and how, or what stands in the way and what is nearest. */
export function WishAnswers(props: {
  answers: readonly WishAnswer[];
  rooms: ReadonlyMap<string, string>;
  locale: Locale;
}) {
  const { answers, rooms, locale } = props;
  const t = translator(locale, 'request');
  return (
    <ol className="wishes">
      {answers.map((answer) => (
        <li key={`${answer.wish.date} ${answer.wish.startMinute}`}>
          <h2>
            {t('answer.at', {
              date: formatLongDate(answer.wish.date, locale, { year: false }),
              time: clockOf(answer.wish.startMinute),
            })}
          </h2>
          <p>
            <StatusWord tone={answer.kind === 'possible' ? 'good' : 'warn'}>{t(`answer.${answer.kind}`)}</StatusWord>
          </p>
          {answer.kind === 'possible' ? (
            <p>
              {planText(answer.plan, locale)} {startsText(answer.plan, locale)}
            </p>
          ) : null}
          {answer.kind === 'not_planned' ? <p>{t('answer.notPlannedText')}</p> : null}
          {answer.kind === 'prevented' ? (
            <>
              {limitTexts(answer.limits, rooms, locale).map((text) => (
                <p key={text}>{text}</p>
              ))}
              <p>
                {answer.nearest
                  ? t('answer.nearest', { plan: planText(answer.nearest, locale) })
                  : t('answer.noneNear')}
              </p>
            </>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
