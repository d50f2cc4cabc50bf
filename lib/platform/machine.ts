/**
 * A state machine as a table: from each state the states it may go to; '-' is where it begins. The database holds the same table
 * (`allowed_transition`) and refuses any other step, whoever asks; tests/integration/platform/machines.test.ts compares the two.
 */
export type Machine<State extends string> = Readonly<Record<State | '-', readonly State[]>>;
