import { BackLink } from '#app/_ui/back-link.tsx';
import { Button } from '#app/_ui/button.tsx';
import { type CalendarDay, MonthCalendar } from '#app/_ui/month-calendar.tsx';
import { PlanPicture, type PlanSpace } from '#app/_ui/plan-picture.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { TimeRail } from '#app/_ui/time-rail.tsx';
import type { Locale } from '#lib/platform/locales.ts';
import { formatLongDate, formatMonth, weekdayOf } from '#lib/platform/time.ts';
import { words } from './words.ts';

/** A month with every state of a day. */
function sampleDays(locale: Locale): CalendarDay[] {
  const t = words[locale];
  return Array.from({ length: 31 }, (_, index): CalendarDay => {
    const date = `2026-12-${String(index + 1).padStart(2, '0')}`;
    const name = formatLongDate(date, locale);
    if (weekdayOf(date) === 1)
      return { date, state: 'closed', word: t.closed, name: `${name}, ${t.closed}`, reason: t.weekly };
    if (index === 30) return { date, state: 'closed', word: t.closed, name: `${name}, ${t.closed}`, reason: t.holiday };
    if (index < 3) return { date, state: 'past', word: '', name };
    if (index === 11) return { date, state: 'full', word: t.full, name: `${name}, ${t.full}` };
    if (index === 12) return { date, state: 'few', word: t.few, name: `${name}, ${t.few}`, href: '#month' };
    return { date, state: 'open', word: t.open, name, href: '#month', isChosen: index === 17 };
  });
}

export function sampleSpaces(locale: Locale): PlanSpace[] {
  const t = words[locale];
  return [
    { code: 'main-hall', name: t.hall, isStepFree: true },
    { code: 'corridor', name: t.corridor, isStepFree: true },
    { code: 'cells', name: t.cells, isStepFree: false },
    { code: 'solitary', name: t.solitary, isStepFree: false },
    { code: 'interrogation-room', name: t.interrogation, isStepFree: false },
    { code: 'shooting-room', name: t.shooting, isStepFree: false },
  ];
}

/** The visitor's pictures: the plan, the month, the day. */
export function VisitSamples(props: { locale: Locale }) {
  const t = words[props.locale];
  const spaces = sampleSpaces(props.locale);
  const slots = [
    { id: 'a', startTime: '10:00', state: 'full' as const, left: t.leftNone, detail: t.tour },
    { id: 'b', startTime: '10:30', state: 'open' as const, left: t.left, detail: undefined },
    { id: 'c', startTime: '11:15', state: 'few' as const, left: t.leftFew, detail: t.tour },
    { id: 'd', startTime: '13:00', state: 'open' as const, left: t.left, detail: undefined },
    { id: 'e', startTime: '13:45', state: 'open' as const, left: t.left, detail: undefined },
  ];
  return (
    <div className="stack-wide">
      <PlanPicture
        id="plan"
        spaces={spaces}
        route={spaces.map((space) => space.code)}
        words={{
          title: t.planTitle,
          description: t.plan,
          ground: t.ground,
          basement: t.basement,
          stepFree: t.stepFree,
        }}
        caption={t.plan}
      />
      <MonthCalendar
        month="2026-12"
        locale={props.locale}
        days={sampleDays(props.locale)}
        previous={null}
        next={{ href: '#month', text: formatMonth('2027-01', props.locale) }}
      />
      <div>
        <BackLink href="#month">{t.back}</BackLink>
        <StepHeading title={t.title} where={t.where} lead={t.lead} />
        <form action="/styleguide">
          <TimeRail
            label={t.title}
            slots={slots}
            action={(slot) =>
              slot.state === 'full' ? null : (
                <Button name="timeslot" value={slot.id} look={slot.id === 'b' ? 'main' : 'quiet'} size="short">
                  {t.hold}
                  <span className="vh"> {slot.startTime}</span>
                </Button>
              )
            }
          />
        </form>
      </div>
    </div>
  );
}
