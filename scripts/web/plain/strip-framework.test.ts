import { describe, expect, it } from 'vitest';
import { NotWholeError, stripFramework } from './strip-framework.ts';

const page = (head: string, body: string) =>
  `<!DOCTYPE html><html data-dpl-id="b" lang="az"><head>${head}</head><body>${body}</body></html>`;

describe('stripFramework', () => {
  it('leaves what is read and nothing that only scripts need', () => {
    const html = page(
      '<link rel="stylesheet" href="/a.css" nonce="n" data-precedence="next"/><link rel="preload" as="script" nonce="n" href="/a.js"/>' +
        '<link rel="preload" as="image" href="/a.png"/><script src="/a.js" async="" nonce="n"></script>',
      '<div hidden=""><!--$--><!--/$--></div><p>2<!-- --> nəfər</p><script nonce="n">self.__next_f.push([1,"<template>"])</script>',
    );
    expect(stripFramework(html)).toBe(
      '<!DOCTYPE html><html lang="az"><head><link rel="stylesheet" href="/a.css"/><link rel="preload" as="image" href="/a.png"/></head>' +
        '<body><p>2 nəfər</p></body></html>',
    );
  });

  it('keeps data for machines', () => {
    const data = '<script type="application/ld+json">{"@type":"Museum"}</script>';
    expect(stripFramework(page(data, ''))).toContain(data);
  });

  it.each([
    ['a hole that waits for its part', '<!--$?--><template id="B:0"></template><p>…</p><!--/$-->'],
    ['a part that came later', '<div hidden="" id="S:0"><p>late</p></div>'],
    ['words about themselves', '<p>self.__next_f</p>'],
  ])('refuses %s', (_what, body) => {
    expect(() => stripFramework(page('', body))).toThrow(NotWholeError);
  });

  it('refuses a page that an error left empty, and one that breaks off', () => {
    expect(() => stripFramework('<!DOCTYPE html><html id="__next_error__"><body></body></html>')).toThrow(
      NotWholeError,
    );
    expect(() => stripFramework('<!DOCTYPE html><html><body><p>half')).toThrow(NotWholeError);
  });
});
