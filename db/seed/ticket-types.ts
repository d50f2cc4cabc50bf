import { typesByMuseum } from './ticket-types/by-museum.ts';
import { freeTypes } from './ticket-types/free.ts';
import { payingTypes } from './ticket-types/paying.ts';
import type { SeedTicketType } from './ticket-types/seed-ticket-type.ts';

/** Who visits, in the order in which visitors read it (requirements 4.2). Which documents count is demonstration data. */
export const ticketTypes: SeedTicketType[] = [...payingTypes, ...freeTypes, ...typesByMuseum];
