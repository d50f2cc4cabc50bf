import { expect, test } from 'vitest';
import { foldName } from './fold-name.ts';

test.each([
  [['Şükürov', 'Шукуров', 'SHUKUROV', 'sukurov'], 'sukurov'],
  [['Əliyeva Günay', 'eliyeva gunay', 'ƏLİYEVA GÜNAY'], 'eliyeva gunay'],
  [['Qasımlı', 'QASIMLI', 'qasimli'], 'qasimli'],
  [['Çingiz', 'Чингиз', 'Chingiz'], 'cingiz'],
  [['Yaşar', 'Яшар', 'Yashar'], 'yasar'],
  [['Юсиф', 'Yusif'], 'yusif'],
  [['Ağayev', 'Aghayev'], 'agayev'],
  [['Игорь', 'İgor', 'IGOR'], 'igor'],
  [['Гүлнарә', 'Gülnarə'], 'gulnare'],
])('%j fold to %s', (names, folded) => {
  for (const name of names) {
    expect(foldName(name)).toBe(folded);
    expect(foldName(name.normalize('NFD'))).toBe(folded);
  }
});
