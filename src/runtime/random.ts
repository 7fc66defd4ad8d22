/**
 * A stream of numbers from 0 (included) to 1 (excluded) that depends on the seed and the label alone. The generator is
 * sfc32 (Chris Doty-Humphrey's PractRand), its state a 128-bit FNV-like hash of both.
 */
export function randomStream(seed: number, label: string): () => number {
  const text = `${seed}/${label}`
  const state = Uint32Array.from([0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef], start => hash(text, start))
  let [a, b, c, d] = state as unknown as [number, number, number, number]
  const next = (): number => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return (t >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 15; i++) next()
  return next
}

/** FNV-1a over the characters of the text (http://www.isthe.com/chongo/tech/comp/fnv/), from a start of one's own. */
function hash(text: string, start: number): number {
  let value = start
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
