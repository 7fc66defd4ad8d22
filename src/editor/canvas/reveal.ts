import { currentPicture } from './currentPicture.ts'
import { flowHandle } from './flowHandle.ts'

const margin = 24

/** Moves the view as little as it takes to have a node in it. True where the canvas has that node. */
export function revealNode(id: string): boolean {
  const handle = flowHandle()
  const node = currentPicture().placed.get(id)
  if (!handle || !node) return false
  const { x, y, zoom } = handle.flow.getViewport()
  const { clientWidth: width, clientHeight: height } = handle.root
  const shift = (low: number, high: number, room: number) => {
    if (low < margin) return margin - low
    return high > room - margin ? Math.max(room - margin - high, margin - low) : 0
  }
  const dx = shift((node.x - node.width / 2) * zoom + x, (node.x + node.width / 2) * zoom + x, width)
  const dy = shift(node.y * zoom + y, (node.y + node.height) * zoom + y, height)
  if (dx !== 0 || dy !== 0) void handle.flow.setViewport({ x: x + dx, y: y + dy, zoom })
  return true
}
