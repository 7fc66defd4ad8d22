/** Pixels between two digits of a row, at the scale of the digits. */
export const gap = 2

/** Room for the name of a row before it, for the heading and for what stands below the rows, in pixels. */
const [nameWidth, around] = [66, 62]
/** Larger than this nothing is gained. */
const mostTall = 4

/** How rows of images are laid out. */
export interface DigitsFit {
  /** Pixels of the page to a pixel of an image: a whole number. */
  readonly scale: number
  /** Images in a row. */
  readonly shown: number
  /** Whether the names of the rows stand above them. */
  readonly isStacked: boolean
}

/** The largest whole scale at which all rows fit into a room, how many images a row has, and where its name stands. */
export function fitDigits(
  room: { readonly width: number; readonly height: number; readonly isTall?: boolean },
  images: {
    readonly count: number
    readonly width: number
    readonly height: number
    readonly rows: number
  },
): DigitsFit {
  const { count, width, height, rows } = images
  const cell = width + gap
  const beside = room.width - nameWidth
  // Maximised, the digits take the height that they need.
  const down = room.isTall ? mostTall : (room.height - around) / (rows * (height + 4))
  const scale = Math.max(1, Math.floor(Math.min(beside / (count * cell), down)))
  const fitting = (across: number) =>
    Math.min(count, Math.max(1, Math.floor((across + gap * scale) / (cell * scale))))
  const isStacked = fitting(beside) < count && fitting(room.width) > fitting(beside)
  return { scale, shown: fitting(isStacked ? room.width : beside), isStacked }
}
