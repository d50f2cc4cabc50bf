'use client';

import { type FormEvent, useState } from 'react';
import type { PartyActed } from '#app/api/desk/party/route.ts';
import type { GroupCard } from '#lib/desk/answer.ts';
import { askParty } from './ask-server.ts';
import { useWords } from './desk-words.ts';

type GroupPartProps = { group: GroupCard; admittedPeople: number; onDone: () => void };
type Count = GroupCard['counts'];
const roles = ['pupils', 'teachers', 'parents', 'aides'] as const satisfies readonly (keyof Count)[];

/** A party behind one code: with whom each part goes and when, who is here, what lateness costs; and what can be arranged at the door. */
export function GroupPart({ group, admittedPeople, onDone }: GroupPartProps) {
  const { t } = useWords();
  const [told, setTold] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const act = async (input: Parameters<typeof askParty>[0]) => {
    setBusy(true);
    const asked = await askParty(input);
    setBusy(false);
    const done: PartyActed = asked.kind === 'answered' ? asked.body : { ok: false, code: 'no_answer' };
    setTold(
      done.ok
        ? t('group.done')
        : t(refusals.has(done.code) ? `group.refused.${done.code}` : 'group.refused.other', done.facts),
    );
    if (done.ok) onDone();
  };
  const isPart = admittedPeople > 0 && group.subGroups.some(({ people, arrivedPeople }) => arrivedPeople < people);
  return (
    <div className="group-part">
      <p>
        <strong>{group.school ?? t('noName')}</strong>
        {group.dayAnswer ? `. ${t(`group.answers.${group.dayAnswer}`, { people: group.dayPeople ?? 0 })}` : ''}
        {group.lateMinutes ? `. ${t('group.saysLate', { minutes: group.lateMinutes })}` : ''}
      </p>
      <ul className="group-list">
        {group.subGroups.map((one) => (
          <li key={one.id}>
            <span className="answer-time">{one.startTime}</span>{' '}
            {t('group.line', { no: one.no, arrived: one.arrivedPeople, people: one.people })}
            {one.guideName ? `. ${t('board.guide', { name: one.guideName })}` : ''}
            {one.late === 'no' ? null : `. ${t(`group.late.${one.late}`, { minutes: one.minutesLate })}`}
          </li>
        ))}
      </ul>
      <p aria-live="polite">{told ? <strong>{told}</strong> : null}</p>
      <details className="answer-bend">
        <summary>{t('group.arrange')}</summary>
        {isPart ? (
          <p>
            <button
              type="button"
              className="btn short"
              disabled={isBusy}
              onClick={() => void act({ act: 'all_here', visitId: group.visitId })}
            >
              {t('group.allHere', { people: admittedPeople })}
            </button>
          </p>
        ) : null}
        <Numbers group={group} isBusy={isBusy} act={act} />
        {group.subGroups.length > 1 ? <Exchange group={group} isBusy={isBusy} act={act} /> : null}
      </details>
    </div>
  );
}

type PartProps = { group: GroupCard; isBusy: boolean; act: (input: Parameters<typeof askParty>[0]) => Promise<void> };

/** Other numbers than were booked: more only where there is room. */
function Numbers({ group, isBusy, act }: PartProps) {
  const { t } = useWords();
  const [count, setCount] = useState<Count>(group.counts);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act({ act: 'resize', visitId: group.visitId, count });
  };
  return (
    <form onSubmit={submit}>
      <fieldset className="group-set">
        <legend>{t('group.numbers')}</legend>
        {roles.map((role) => (
          <label key={role}>
            {t(`group.roles.${role}`)}
            <input
              type="number"
              className="input num"
              inputMode="numeric"
              min={0}
              max={500}
              value={count[role]}
              onChange={(event) =>
                setCount({ ...count, [role]: Math.max(0, Math.min(500, Math.trunc(event.target.valueAsNumber) || 0)) })
              }
            />
          </label>
        ))}
        <button type="submit" className="btn short" disabled={isBusy}>
          {t('group.saveNumbers')}
        </button>
      </fieldset>
    </form>
  );
}

/** Two sub-groups change places: each gets the other's time and guide. */
function Exchange({ group, isBusy, act }: PartProps) {
  const { t } = useWords();
  const [pair, setPair] = useState([group.subGroups[0]?.id ?? '', group.subGroups[1]?.id ?? '']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act({ act: 'swap', subGroupId: pair[0] ?? '', otherId: pair[1] ?? '' });
  };
  return (
    <form onSubmit={submit}>
      <fieldset className="group-set">
        <legend>{t('group.exchange')}</legend>
        {[0, 1].map((place) => (
          <label key={place}>
            {t(place === 0 ? 'group.one' : 'group.other')}
            <select
              className="input"
              value={pair[place]}
              onChange={(event) => setPair(pair.map((id, index) => (index === place ? event.target.value : id)))}
            >
              {group.subGroups.map(({ id, no, startTime }) => (
                <option key={id} value={id}>
                  {t('group.option', { no, time: startTime })}
                </option>
              ))}
            </select>
          </label>
        ))}
        <button type="submit" className="btn short" disabled={isBusy || pair[0] === pair[1]}>
          {t('group.doExchange')}
        </button>
      </fieldset>
    </form>
  );
}

const refusals = new Set([
  'wrong_state',
  'no_room',
  'needs_new_plan',
  'too_few_adults',
  'more_adults_than_pupils',
  'party_too_small',
  'party_too_large',
  'already_here',
  'too_unlike',
  'busy',
  'no_answer',
]);
