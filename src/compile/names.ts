/**
 * Names for generated code and for layers. Three promises: one name for one thing, no name twice, and never a word
 * that the language or the generated file uses itself. Letters outside a–z are dropped, so a name from a file can
 * carry nothing into code.
 */
export interface Names {
  /** A new name that reads like `wish`. */
  take(wish: string): string
}

const reservedWords =
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static implements interface package private protected public await async of arguments eval undefined NaN Infinity globalThis Object Array String Number Boolean Promise Map Set Symbol JSON Math Error Float32Array Uint8Array'.split(
    ' ',
  )

/** An allocator that also avoids `taken`, the names that the file itself declares. */
export function createNames(taken: readonly string[] = []): Names {
  const used = new Set([...reservedWords, ...taken])
  const counters = new Map<string, number>()
  return {
    take(wish) {
      const stem = identifierOf(wish)
      let name = stem
      for (let n = counters.get(stem) ?? 2; used.has(name); n++) {
        name = /\d$/.test(stem) ? `${stem}_${n}` : `${stem}${n}`
        counters.set(stem, n + 1)
      }
      used.add(name)
      return name
    },
  }
}

/** The wish as a camelCase identifier of ASCII letters and digits: "Höhe 2-mal" → "hohe2Mal". */
export function identifierOf(wish: string): string {
  const words = wish
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .split(/[^A-Za-z0-9_]+/)
    .filter(Boolean)
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
  // tfjs refuses names of weights that begin with an underscore.
  const name = words.join('').replace(/^_+/, '').slice(0, 60)
  if (name === '') return 'node'
  const lower = name.charAt(0).toLowerCase() + name.slice(1)
  return /^\d/.test(lower) ? `n${lower}` : lower
}
