/** Amounts are texts of exact decimals. Nothing here makes a binary fraction of one, but `position`, for charts. */

const DECIMAL = /^(-?)(\d+)(\.\d+)?$/;

/** The text cut where a gap between thousands helps the eye; put together again it is the same text. */
export function groups(amount: string): string[] {
  const match = DECIMAL.exec(amount);
  if (match === null) return [amount];
  const [, sign = '', whole = '', fraction = ''] = match;
  const cut = whole.split(/(?=(?:\d{3})+$)/);
  return cut.map((digits, at) => (at === 0 ? sign : '') + digits + (at === cut.length - 1 ? fraction : ''));
}

export function negative(amount: string): boolean {
  return amount.startsWith('-') && /[1-9]/.test(amount);
}

/** The exact sum, with as many decimals as the longest of them has; what is no decimal is left out. */
export function sum(amounts: readonly string[]): string {
  const parts = amounts.map((amount) => DECIMAL.exec(amount)).filter((match) => match !== null);
  const scale = Math.max(0, ...parts.map(([, , , fraction = '']) => fraction.length - 1));
  const units = parts.reduce((total, [, sign = '', whole = '', fraction = '']) => {
    return total + BigInt(sign + whole + fraction.slice(1).padEnd(scale, '0'));
  }, 0n);
  return placed(units, scale);
}

/** `units` of 10^-scale as a text. */
function placed(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : `.${digits.slice(-scale)}`;
  return (units < 0n ? '-' : '') + whole + fraction;
}

/** Where an amount stands on an axis: near enough for a pixel, and for nothing else. */
export function position(amount: string): number {
  return Number(amount);
}
