/** The bits of bytes in digits of `width` bits (1 to 8), most significant first; the last is filled up with zeros. */
export function toDigits(bytes: Uint8Array, width: number): number[] {
  const digits: number[] = [];
  const last = 2 ** width - 1;
  let [bits, held] = [0, 0];
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xffff;
    for (held += 8; held >= width; held -= width) digits.push((bits >> (held - width)) & last);
  }
  if (held > 0) digits.push((bits << (width - held)) & last);
  return digits;
}

/** The bytes; undefined for any digits that `toDigits` does not give. */
export function fromDigits(digits: readonly number[], width: number): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((digits.length * width) / 8));
  let [bits, held, at] = [0, 0, 0];
  for (const digit of digits) {
    bits = ((bits << width) | digit) & 0xffff;
    held += width;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >> held) & 255;
  }
  const spare = bits & ((1 << held) - 1);
  return held >= width || spare !== 0 ? undefined : bytes;
}
