import { badParameter } from './api-error.ts';
import type { FormHash, FormValue } from './form-decode.ts';

/** One parameter of a table: turns what came into a value, or refuses in Stripe's words. */
export type Field<T> = { read(value: FormValue, param: string): T; isRequired?: boolean };
type Required<T> = Field<T> & { isRequired: true };
export type Table = Record<string, Field<unknown>>;
export type Values<T extends Table> = {
  [K in keyof T as T[K] extends { isRequired: true } ? K : never]: T[K] extends Field<infer V> ? V : never;
} & {
  [K in keyof T as T[K] extends { isRequired: true } ? never : K]?: T[K] extends Field<infer V> ? V : never;
};

/** A table that names only what the SDK's own type of the request names: `{…} satisfies TableFor<Stripe.RefundCreateParams>`. */
export type TableFor<Params> = { [Name in keyof Params]?: Field<unknown> };

/** Reads a whole request by its table: unknown names are refused, missing ones named. */
export function readParams<T extends Table>(table: T, form: FormHash, within?: string): Values<T> {
  const paramOf = (name: string) => (within ? `${within}[${name}]` : name);
  const values: Record<string, unknown> = {};
  for (const [name, value] of form) {
    const field = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!field) throw badParameter(`Received unknown parameter: ${paramOf(name)}`, paramOf(name), 'parameter_unknown');
    values[name] = field.read(value, paramOf(name));
  }
  for (const [name, field] of Object.entries(table)) {
    if (field.isRequired && !form.has(name)) {
      throw badParameter(`Missing required param: ${paramOf(name)}.`, paramOf(name), 'parameter_missing');
    }
  }
  return values as Values<T>;
}

export function required<T>(field: Field<T>): Required<T> {
  return { ...field, isRequired: true };
}

export function text({ most = 5000 }: { most?: number } = {}): Field<string> {
  return {
    read(value, param) {
      const given = plain(value, param, 'string');
      if (given.length > most) {
        throw badParameter(
          `Invalid string: ${given.slice(0, 20)}...; must be at most ${most} characters`,
          param,
          'parameter_invalid_string',
        );
      }
      return given;
    },
  };
}

export function integer({ least, most }: { least?: number; most?: number } = {}): Field<number> {
  return {
    read(value, param) {
      const given = plain(value, param, 'integer');
      const number = Number(given);
      if (!/^-?\d{1,15}$/.test(given))
        throw badParameter(`Invalid integer: ${given.slice(0, 40)}`, param, 'parameter_invalid_integer');
      if (least !== undefined && number < least) {
        throw badParameter(`This value must be greater than or equal to ${least}.`, param, 'parameter_invalid_integer');
      }
      if (most !== undefined && number > most) {
        throw badParameter(`This value must be less than or equal to ${most}.`, param, 'parameter_invalid_integer');
      }
      return number;
    },
  };
}

export const boolean: Field<boolean> = {
  read(value, param) {
    const given = plain(value, param, 'boolean');
    if (given !== 'true' && given !== 'false') throw badParameter(`Invalid boolean: ${given.slice(0, 40)}`, param);
    return given === 'true';
  },
};

export function oneOf<const T extends string>(...choices: T[]): Field<T> {
  return {
    read(value, param) {
      const given = plain(value, param, 'string');
      const found = choices.find((choice) => choice === given);
      if (!found) throw badParameter(`Invalid ${param}: must be one of ${choices.join(', ')}`, param);
      return found;
    },
  };
}

export const url: Field<string> = {
  read(value, param) {
    const given = plain(value, param, 'string');
    const { protocol } = URL.parse(given.replaceAll(/[{}]/g, '')) ?? {};
    if (given.length > 5000 || (protocol !== 'http:' && protocol !== 'https:')) {
      throw badParameter('Not a valid URL', param, 'url_invalid');
    }
    return given;
  },
};

export const email: Field<string> = {
  read(value, param) {
    const given = plain(value, param, 'string');
    if (given.length > 512 || !/^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/.test(given)) {
      throw badParameter(`Invalid email address: ${given.slice(0, 100)}`, param, 'email_invalid');
    }
    return given;
  },
};

export function hash<T extends Table>(table: T): Field<Values<T>> {
  return {
    read(value, param) {
      if (typeof value === 'string') throw badParameter('Invalid object', param);
      return readParams(table, value, param);
    },
  };
}

export function list<T>(item: Field<T>, { most }: { most: number }): Field<T[]> {
  return {
    read(value, param) {
      if (typeof value === 'string') throw badParameter('Invalid array', param);
      const entries = [...value].sort(([a], [b]) => Number(a) - Number(b));
      if (entries.some(([name]) => !/^\d{1,6}$/.test(name))) throw badParameter('Invalid array', param);
      if (entries.length > most) throw badParameter(`Array ${param} exceeded maximum ${most} allowed elements.`, param);
      return entries.map(([name, one]) => item.read(one, `${param}[${name}]`));
    },
  };
}

/** Up to 50 facts of the caller's own: names to 40 characters, values to 500. */
export const metadata: Field<Record<string, string>> = {
  read(value, param) {
    if (typeof value === 'string') {
      if (value === '') return {};
      throw badParameter('Invalid object', param);
    }
    if (value.size > 50)
      throw badParameter(`You cannot have more than 50 metadata keys; you have ${value.size}.`, param);
    const facts: Record<string, string> = {};
    for (const [name, fact] of value) {
      if (typeof fact !== 'string') throw badParameter('Metadata values must be strings', `${param}[${name}]`);
      if (name.length > 40)
        throw badParameter('Metadata keys can be up to 40 characters long', `${param}[${name.slice(0, 40)}]`);
      if (fact.length > 500) throw badParameter('Metadata values can have up to 500 characters', `${param}[${name}]`);
      // An empty value unsets a key, so it never comes to be; `__proto__` is a name like any other.
      if (fact !== '')
        Object.defineProperty(facts, name, { value: fact, enumerable: true, configurable: true, writable: true });
    }
    return facts;
  },
};

/** Which fields of the answer to send whole instead of as an id. */
export const expand: Field<string[]> = list(text({ most: 200 }), { most: 20 });

function plain(value: FormValue, param: string, kind: string): string {
  if (typeof value !== 'string') throw badParameter(`Invalid ${kind}`, param);
  if (value === '') {
    throw badParameter(
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
      param,
      'parameter_invalid_empty',
    );
  }
  return value;
}
