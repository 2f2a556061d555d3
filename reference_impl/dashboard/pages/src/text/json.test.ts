import { describe, expect, it } from 'vitest';

import { laidOut, tokens } from './json';

const text = (json: string) => laidOut(json).map((token) => token.text).join('');

describe('laidOut', () => {
  it('changes nothing but the space between tokens', () => {
    const raw = '{"a":1.10,"a":1.0,"big":12345678901234567890.000000000000001,"e":1E+05,"s":"\\u00e9 : , { \\" }","n":[null,true,[],{}]}';
    expect(text(raw).replace(/\n *|(?<=": ?) /g, '')).toBe(raw);
  });
  it('indents by two', () => {
    expect(text('{"a":[1,{"b":""}],"c":{}}')).toBe('{\n  "a": [\n    1,\n    {\n      "b": ""\n    }\n  ],\n  "c": {}\n}');
  });
  it('lays out anew what was laid out otherwise', () => {
    expect(text('{\n\t"a" : 1 }\r\n')).toBe('{\n  "a": 1\n}');
  });
  it('shows text that is no JSON as it is', () => {
    for (const raw of ['', '{"a":1', "{'a':1}", 'client not found', '{"a":01}', '[1,]', '<script>alert(1)</script>']) expect(text(raw)).toBe(raw);
  });
});

describe('tokens', () => {
  it('tells names from strings', () => {
    expect(tokens('{"a":"b"}')?.map(({ kind }) => kind)).toEqual(['mark', 'name', 'mark', 'string', 'mark']);
  });
  it('knows every kind of value', () => {
    expect(tokens('[-1.5e-3,true,null,"x"]')?.filter(({ kind }) => kind !== 'mark').map(({ kind }) => kind))
      .toEqual(['number', 'literal', 'literal', 'string']);
  });
});
