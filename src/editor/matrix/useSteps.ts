import { useEffect, useState } from 'react'

/** How fast outputs follow one another, as factors. */
export const speeds = ['0.5', '1', '2', '4'] as const
export type Speed = (typeof speeds)[number]

/** Milliseconds that an output stays lit at speed 1. */
const beat = 700

/** One output after the other, by itself up to the last or by hand. The clock ends with the component. */
export function useSteps(count: number, current: number | undefined, show: (row: number) => void) {
  const [isPlaying, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<Speed>('1')
  const isAtEnd = current === count - 1
  useEffect(() => {
    if (!isPlaying) return
    const timer = setTimeout(
      () => (isAtEnd ? setPlaying(false) : show((current ?? -1) + 1)),
      beat / Number(speed),
    )
    return () => clearTimeout(timer)
  }, [isPlaying, isAtEnd, current, speed, show])
  return {
    isPlaying,
    speed,
    setSpeed,
    pause: () => setPlaying(false),
    play: () => {
      // The first output lights up at once: who presses a button waits for nothing.
      if (current === undefined || isAtEnd) show(0)
      setPlaying(true)
    },
    step: (by: 1 | -1) => {
      setPlaying(false)
      show(current === undefined ? (by > 0 ? 0 : count - 1) : (current + by + count) % count)
    },
  }
}
