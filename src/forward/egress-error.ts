/**
 * `EGRESS_IP`: an address outside of the destination's ranges. `EGRESS_HOST`: a host, port or scheme that is not configured.
 * `EGRESS_PIN`: a peer without the key that is pinned for it.
 * `EGRESS_LEVEL`: a request whose decision does not permit the destination.
 */
export type EgressCode = 'EGRESS_IP' | 'EGRESS_HOST' | 'EGRESS_PIN' | 'EGRESS_LEVEL'

/** A dial that the guard refused. The message may name hosts and addresses: it is for the operational log only. */
export class EgressError extends Error {
  override readonly name = 'EgressError'
  readonly code: EgressCode

  constructor(code: EgressCode, forTheLog: string) {
    super(`${code}: ${forTheLog}`)
    this.code = code
  }
}
