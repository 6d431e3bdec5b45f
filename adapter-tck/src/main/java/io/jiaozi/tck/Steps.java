package io.jiaozi.tck;

/**
 * How many requests one healthy call of the adapter makes, fetches of keys and tokens not counted.
 *
 * @param requests in all; 0 if the call needs no network, as where a page is opened by the buyer's
 *     browser
 * @param acting which of them, from 1, is the one that does what was asked: the one that faults
 *     strike. 0 if there is none
 */
public record Steps(int requests, int acting) {

  /** One request, which acts. */
  public static final Steps ONE = new Steps(1, 1);

  /** No request at all. */
  public static final Steps NONE = new Steps(0, 0);

  /** Checks that the acting one is among them. */
  public Steps {
    if (requests < 0 || acting < Math.min(1, requests) || acting > requests) {
      throw new IllegalArgumentException(
          "Of " + requests + " requests number " + acting + " cannot be the acting one.");
    }
  }
}
