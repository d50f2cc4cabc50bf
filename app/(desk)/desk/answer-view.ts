import type { CheckInDecision } from '#lib/tickets/decide-check-in.ts';
import type { DeskWords } from './desk-words.ts';
import { isoToDate } from './desk-words.ts';
import type { DeskScan } from './scans-state.ts';

/** Green lets in, amber asks for something, red does not let in. The word comes first, the colour second. */
export type Tone = 'good' | 'check' | 'bad' | 'calm';
export type AnswerView = { tone: Tone; word: string; lines: string[]; documents: readonly string[] };

const tones: Partial<Record<CheckInDecision['code'], Tone>> = {
  admitted: 'good',
  check_document: 'check',
  not_on_list: 'check',
};

/** What one scan's answer says on the screen. */
export function answerView(entry: DeskScan, words: DeskWords, isOffline: boolean): AnswerView {
  const { t } = words;
  const plain = (tone: Tone, word: string, text: string): AnswerView => ({
    tone,
    word: t(`words.${word}`),
    lines: [t(text)],
    documents: [],
  });
  if (entry.status === 'waiting')
    return { tone: 'calm', word: t('waiting.word'), lines: [t('waiting.text')], documents: [] };
  if (entry.status === 'unsent') return plain('check', 'no_answer', isOffline ? 'facts.offline' : 'facts.noAnswer');
  if (entry.status === 'stuck' || entry.status === 'refused' || !entry.result)
    return plain('bad', 'refused', 'facts.refused');
  const { result } = entry;
  if (result.kind === 'choose') {
    const open = result.party.tickets.filter(({ code }) => code === 'admitted' || code === 'check_document');
    const sum = (key: 'partySize' | 'remainingPeople') => open.reduce((people, ticket) => people + ticket[key], 0);
    const counts = { remaining: sum('remainingPeople'), size: sum('partySize') };
    const text = open.length > 1 ? t('facts.choose') : t('facts.chooseCount', counts);
    return { tone: 'check', word: t('words.choose'), lines: [text], documents: [] };
  }
  const lines = decisionLines(result.decision, words);
  if (result.isOverride) lines.push(t('facts.override'));
  if (result.clockOffsetMs !== null)
    lines.push(t('facts.clock', { minutes: Math.round(Math.abs(result.clockOffsetMs) / 60_000) }));
  const documents = result.decision.code === 'check_document' ? result.decision.documents : [];
  return { tone: tones[result.decision.code] ?? 'bad', word: t(`words.${result.decision.code}`), lines, documents };
}

function decisionLines(decision: CheckInDecision, { t, time, date }: DeskWords): string[] {
  switch (decision.code) {
    case 'admitted': {
      const lines = [];
      if (decision.people > 1) lines.push(t('facts.people', { people: decision.people }));
      if (decision.arrival === 'shortened')
        lines.push(t('facts.shortened', { minutes: decision.minutesLate, time: time(decision.endsAtMs) }));
      if (decision.partySize > 1)
        lines.push(t('facts.party', { admitted: decision.admittedPeople, size: decision.partySize }));
      return lines;
    }
    case 'already_used': {
      const { last, remainingPeople } = decision;
      const used = last
        ? [t('facts.usedAt', { time: time(last.admittedAtMs), date: date(last.admittedAtMs), station: last.station })]
        : [];
      return [
        ...used,
        remainingPeople > 0 ? t('facts.remaining', { people: remainingPeople }) : t('facts.usedAll'),
      ].slice(0, decision.partySize > 1 ? 2 : 1);
    }
    case 'too_early':
      return [t('facts.opens', { time: time(decision.opensAtMs), start: time(decision.startsAtMs) })];
    case 'too_late':
      return [
        decision.reason === 'visit_over'
          ? t('facts.over', { time: time(decision.endsAtMs) })
          : t('facts.late', { minutes: decision.minutesLate }),
      ];
    case 'wrong_day':
      if (decision.startsAtMs !== null && decision.visitDate)
        return [t('facts.otherDay', { date: isoToDate(decision.visitDate), time: time(decision.startsAtMs) })];
      return [t('facts.pastLastDate', { date: isoToDate(decision.lastDate ?? '') })];
    case 'wrong_product':
      return [t('facts.product', { product: decision.productName })];
    case 'revoked':
      return [t(decision.reason === 'replaced' ? 'facts.replaced' : 'facts.withdrawn')];
    case 'suspended':
      return [t('facts.suspended')];
    case 'unpaid':
      return [t('facts.unpaid')];
    case 'unknown':
      return [t(decision.reason === 'no_such_code' ? 'facts.noSuchCode' : 'facts.forged')];
    case 'not_on_list':
      return [t('facts.notListed')];
    case 'check_document':
      return decision.partySize > 1 ? [t('facts.people', { people: decision.people })] : [];
  }
}

const urgency: Record<Tone, number> = { bad: 3, check: 2, calm: 1, good: 0 };

/** Of scans made together, the one that needs the desk's attention most. */
export function foremost(entries: readonly DeskScan[], words: DeskWords): DeskScan | null {
  const rank = (entry: DeskScan) => urgency[answerView(entry, words, false).tone];
  return [...entries].sort((one, other) => rank(other) - rank(one))[0] ?? null;
}
