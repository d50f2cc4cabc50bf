import type { ticketType } from '#db/schema/catalog.ts';

/** A ticket type of the demonstration; its position is its place in the list, `companionTo` the code of whom it comes with. */
export type SeedTicketType = Omit<typeof ticketType.$inferInsert, 'position'> & { companionTo?: string };
