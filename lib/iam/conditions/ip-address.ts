interface Range {
  /** 4 or 16 bytes. */
  bytes: readonly number[];
  /** How many of the first bits count. */
  bits: number;
}

/** Whether a request's address lies in an address range; both must be of one family. */
export function compileAddress(text: string): (value: string) => boolean {
  const range = readRange(text);
  return (value) => {
    const address = readRange(value);
    return range !== undefined && address !== undefined && contains(range, address);
  };
}

function contains(range: Range, address: Range): boolean {
  if (range.bytes.length !== address.bytes.length || address.bits < range.bits) return false;
  return range.bytes.every((byte, index) => {
    const shift = 8 - Math.min(8, Math.max(0, range.bits - index * 8));
    return byte >> shift === (address.bytes[index] ?? 0) >> shift;
  });
}

/** `203.0.113.0/24`, `2001:db8::/32`, or one address; undefined for any other text. */
export function readRange(text: string): Range | undefined {
  const [address = "", length, ...more] = text.split("/");
  if (more.length > 0) return undefined;
  const bytes = address.includes(":") ? readIpv6(address) : readIpv4(address);
  if (bytes === undefined) return undefined;
  if (length === undefined) return { bytes, bits: bytes.length * 8 };
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  return bits <= bytes.length * 8 ? { bytes, bits } : undefined;
}

function readIpv4(text: string): number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.map(Number);
}

function readIpv6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [left, right] = halves.map((half) => readGroups(half));
  if (left === undefined) return undefined;
  if (halves.length === 1) return left.length === 16 ? left : undefined;
  if (right === undefined || left.length + right.length > 14) return undefined;
  return [...left, ...new Array<number>(16 - left.length - right.length).fill(0), ...right];
}

/** Groups of 16 bits as bytes; the last may be written as an IPv4 address. */
function readGroups(text: string): number[] | undefined {
  if (text === "") return [];
  const bytes: number[] = [];
  const groups = text.split(":");
  for (const [index, group] of groups.entries()) {
    const tail = index === groups.length - 1 && group.includes(".") ? readIpv4(group) : undefined;
    if (tail !== undefined) bytes.push(...tail);
    else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
    } else return undefined;
  }
  return bytes;
}
