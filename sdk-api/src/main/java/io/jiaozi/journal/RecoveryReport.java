package io.jiaozi.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over the journal came to.
 *
 * @param looked how many entries were due
 * @param ended how many have come to a certain end, of which the merchant has been told
 * @param open how many are to be asked about again
 * @param givenUp how many a person has to look at
 * @param failed how many could not be looked at now: the channel, the store or the merchant's
 *     handler failed; they are open still
 * @param nextQuestionAt when the next entry is due; null if none is to be asked about, or if the
 *     journal did not tell
 */
public record RecoveryReport(
    int looked, int ended, int open, int givenUp, int failed, @Nullable Instant nextQuestionAt) {}
