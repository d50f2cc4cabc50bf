import { zodResolver } from '@hookform/resolvers/zod';
import type { Resolver } from 'react-hook-form';
import { z } from 'zod';
import {
  type DetailsInput,
  type DetailsNeeded,
  type DetailsForm as DetailsValues,
  detailsInputFor,
} from '#lib/booking/input.ts';

// No text is run as a program here: the site's policy forbids it, and would tell of the attempt.
z.config({ jitless: true });

/** The server's own schema as the form's judge. A file of its own: it weighs more than the form, and is fetched when typing begins. */
export function judgeDetails(needed: DetailsNeeded): Resolver<DetailsValues, unknown, DetailsInput> {
  return zodResolver<DetailsValues, unknown, DetailsInput>(detailsInputFor(needed));
}
