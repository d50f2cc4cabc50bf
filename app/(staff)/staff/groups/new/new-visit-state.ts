/** What the form of a telephone request shows: what was typed, and what is wrong, field by field, in the reader's words. */
export type NewVisitState = { values: Record<string, string>; errors: Record<string, string> };

export type FieldSpec = {
  name: string;
  label: string;
  hint?: string;
  kind: 'text' | 'number' | 'email' | 'tel' | 'date' | 'time' | 'select' | 'area' | 'check';
  options?: { value: string; label: string }[];
  required?: boolean;
  most?: number;
};
export type FieldGroup = { legend: string; fields: FieldSpec[] };
