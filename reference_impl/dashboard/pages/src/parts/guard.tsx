import { Component } from 'react';

import { Failure } from './reading';

/** A page that fails tells so in its place; the others stay. */
export class Guard extends Component<{ children: React.ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Failure error={new Error(`This page failed: ${this.state.error.message}. Reload it; if that does not help, tell us what you did.`)} />;
  }
}
