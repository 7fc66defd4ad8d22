import type { SideState } from './side.ts'

/** States in which a side can be paused or stopped. */
export const runningKinds: ReadonlySet<SideState['status']> = new Set(['preparing', 'running', 'paused'])
