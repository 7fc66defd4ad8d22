import { Component, type ReactNode } from 'react'
import styles from './Boundary.module.css'
import { Button } from './Button.tsx'

interface BoundaryProps {
  /** What could not be shown: "The code panel". */
  readonly what: string
  readonly children: ReactNode
}

interface Fault {
  readonly error: Error | undefined
}

/** Keeps a fault inside one panel, such as a part of the app that could not be loaded; the rest goes on. */
export class Boundary extends Component<BoundaryProps, Fault> {
  override state: Fault = { error: undefined }

  static getDerivedStateFromError(error: unknown): Fault {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <div className={styles.fault} role="alert">
        <p>
          {this.props.what} could not be shown: {error.message}
        </p>
        <Button look="outline" onClick={() => this.setState({ error: undefined })}>
          Try again
        </Button>
      </div>
    )
  }
}
