/** The lines of a printed file that belong to one node, 1-based and inclusive. A node may have several such ranges. */
export interface NodeLines {
  readonly node: string
  readonly from: number
  readonly to: number
}

/** Collects the lines of a file and remembers which of them belong to a node. */
export class LineWriter {
  readonly #lines: string[] = []
  readonly #nodes: NodeLines[] = []

  /** Adds lines; those of a node become one range of it, or lengthen the range just before. */
  add(lines: readonly string[], node?: string): void {
    const from = this.#lines.length + 1
    this.#lines.push(...lines.flatMap(line => line.split('\n')))
    const to = this.#lines.length
    if (node === undefined || to < from) return
    const last = this.#nodes.at(-1)
    if (last?.node === node && last.to === from - 1) this.#nodes[this.#nodes.length - 1] = { ...last, to }
    else this.#nodes.push({ node, from, to })
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`
  }

  get nodes(): readonly NodeLines[] {
    return this.#nodes
  }
}
