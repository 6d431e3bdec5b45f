/**
 * How adapters speak HTTP: one request per call, never sent twice behind anybody's back, every
 * failure told as "not sent" or "outcome unknown", no secret in any text.
 *
 * <p>The why is written in {@code docs/design/http.md}.
 */
@NullMarked
package io.jiaozi.support.http;

import org.jspecify.annotations.NullMarked;
