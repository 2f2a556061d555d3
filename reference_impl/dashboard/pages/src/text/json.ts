/**
 * JSON for people: the very text that came, cut into tokens, laid out anew between them. No value is ever parsed and printed
 * back, so that every digit, escape and repeated name stays what it was.
 */

export type TokenKind = 'name' | 'string' | 'number' | 'literal' | 'mark' | 'space';

export interface Token {
  kind: TokenKind;
  text: string;
}

const TOKEN = /("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([{}[\],:])|([ \t\r\n]+)/y;

/** The tokens without the space between them; null if the text is no JSON. */
export function tokens(text: string): Token[] | null {
  if (!isJson(text)) return null;
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return null;
    const [, string, number, literal, mark] = match;
    if (string !== undefined) found.push({ kind: 'string', text: string });
    else if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (literal !== undefined) found.push({ kind: 'literal', text: literal });
    else if (mark !== undefined) found.push({ kind: 'mark', text: mark });
  }
  return named(found);
}

/** The parsed value is thrown away: it only tells whether the text is JSON. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A string before a colon is a name. */
function named(found: Token[]): Token[] {
  return found.map((token, at) => {
    const before_colon = token.kind === 'string' && found[at + 1]?.text === ':';
    return before_colon ? { kind: 'name', text: token.text } : token;
  });
}

/** The text laid out with two spaces a level; text that is no JSON comes back whole, as one token of space. */
export function laidOut(text: string): Token[] {
  const found = tokens(text);
  if (found === null) return [{ kind: 'space', text }];
  const lines: Token[] = [];
  let depth = 0;
  const line = () => lines.push({ kind: 'space', text: `\n${'  '.repeat(depth)}` });
  found.forEach((token, at) => {
    const before = found[at - 1]?.text;
    const closes = token.text === '}' || token.text === ']';
    if (closes) {
      depth -= 1;
      if (before !== '{' && before !== '[') line();
    }
    lines.push(token);
    if (token.text === '{' || token.text === '[') {
      depth += 1;
      const next = found[at + 1]?.text;
      if (next !== '}' && next !== ']') line();
    } else if (token.text === ',') {
      line();
    } else if (token.text === ':') {
      lines.push({ kind: 'space', text: ' ' });
    }
  });
  return lines;
}
