/** The end of a sentence: `; did you mean stride?` where one of the words is close to what was written, else a full stop. */
export function didYouMean(word: string, words: readonly string[]): string {
  const near = nearest(word, words)
  return near === undefined ? '.' : `; did you mean ${near}?`
}

/** The word that differs in the fewest letters, if it is no more than a third of them; case does not count. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  if (word.length > 60) return undefined
  const small = word.toLowerCase()
  let best: string | undefined
  let least = Math.max(1, Math.floor(small.length / 3)) + 1
  for (const candidate of words) {
    const distance = editDistance(small, candidate.toLowerCase())
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** Levenshtein's distance: the least number of letters put in, left out or exchanged. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
