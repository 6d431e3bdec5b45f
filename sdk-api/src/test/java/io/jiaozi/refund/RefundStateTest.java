package io.jiaozi.refund;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.refund.RefundState.Advance;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefundStateTest {

  private static final List<RefundState> STATES = List.of(RefundState.values());

  /** Rows stored, letters new: F forward, = the same, . stale, ! contradiction. Written by hand. */
  private static final String[] GRAPH = {
    //               N U P A F S
    /* NOT_FOUND  */ "=.FFFF",
    /* UNKNOWN    */ ".=FFFF",
    /* PROCESSING */ "..=FFF",
    /* ATTENTION  */ "..F=FF",
    /* FAILED     */ "....=!",
    /* SUCCEEDED  */ "...!!=",
  };

  @Test
  void advance_allPairs_followTheGraph() {
    assertThat(GRAPH).hasSize(STATES.size());
    for (RefundState stored : STATES) {
      for (RefundState next : STATES) {
        assertThat(stored.advance(next))
            .as("%s -> %s", stored, next)
            .isEqualTo(expected(GRAPH[STATES.indexOf(stored)].charAt(STATES.indexOf(next))));
      }
    }
  }

  private static Advance expected(char letter) {
    return switch (letter) {
      case 'F' -> Advance.FORWARD;
      case '=' -> Advance.SAME;
      case '!' -> Advance.CONTRADICTION;
      default -> Advance.STALE;
    };
  }

  @Test
  void everyState_isEitherOpenOrKnownOrNoKnowledge() {
    for (RefundState state : STATES) {
      boolean noKnowledge = state == RefundState.NOT_FOUND || state == RefundState.UNKNOWN;
      assertThat(state.isOpen()).as("%s", state).isEqualTo(!noKnowledge && !state.isOutcomeKnown());
    }
    assertThat(RefundState.SUCCEEDED.isOutcomeKnown()).isTrue();
    assertThat(RefundState.NEEDS_ATTENTION.isOpen()).isTrue();
  }
}
