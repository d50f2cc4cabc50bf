'use client';

import { type FormEvent, useState } from 'react';
import type { ScanAnswer } from '#lib/desk/answer.ts';
import { isOverridable } from '#lib/desk/values.ts';
import { useWords } from './desk-words.ts';
import type { DeskScan } from './scans-state.ts';
import type { NewScan } from './use-scans.ts';

type BendRuleProps = { answer: ScanAnswer; entry: DeskScan; record: (scans: NewScan[]) => void };

/** For the duty manager: lets somebody in against a rule of arrival, with a reason that is kept. */
export function BendRule({ answer, entry, record }: BendRuleProps) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const { code } = answer.decision;
  if (!isOverridable(code)) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length < 3) return;
    const people = code === 'already_used' ? (entry.scan.people ?? 1) : entry.scan.people;
    record([
      {
        code: entry.scan.code,
        way: entry.scan.way,
        people: people ?? answer.ticket?.remainingPeople ?? 1,
        override: { code, reason },
      },
    ]);
  };
  return (
    <details className="answer-bend">
      <summary>{t('actions.bend')}</summary>
      <form onSubmit={submit}>
        <label htmlFor="desk-reason">{t('actions.bendReason')}</label>
        <input
          id="desk-reason"
          className="input"
          value={reason}
          required
          minLength={3}
          maxLength={300}
          aria-describedby="desk-reason-hint"
          onChange={(event) => setReason(event.target.value)}
        />
        <small id="desk-reason-hint">{t('actions.bendHint')}</small>
        <button type="submit" className="btn">
          {t('actions.bend')}
        </button>
      </form>
    </details>
  );
}
