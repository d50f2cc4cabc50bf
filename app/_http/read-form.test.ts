import { describe, expect, it } from 'vitest';
import { readForm } from './read-form.ts';

const form = (body: string, headers: Record<string, string> = {}) =>
  new Request('http://museum.test/az/visit/hold', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      host: 'museum.test',
      origin: 'http://museum.test',
      ...headers,
    },
  });

describe('readForm', () => {
  it('gives the first value of each field', async () => {
    expect(await readForm(form('a=1&b=%C9%99&a=2'))).toEqual(
      new Map([
        ['a', '1'],
        ['b', 'ə'],
      ]),
    );
  });
  it.each([
    ['another origin', form('a=1', { origin: 'https://elsewhere.test' })],
    ['a null origin', form('a=1', { origin: 'null' })],
    ['no form', form('{"a":1}', { 'content-type': 'application/json' })],
    ['too much', form(`a=${'x'.repeat(70_000)}`)],
    ['a lie about the length', form('a=1', { 'content-length': '99999999' })],
  ])('refuses %s', async (_what, request) => {
    expect(await readForm(request)).toBeNull();
  });
});
