/**
 * Strict JSON, read and written as a stream of bytes: no tree, no String of the document, nothing
 * of its content in an error.
 *
 * <p>Measurements and reasons are in {@code docs/design/json.md}.
 */
@NullMarked
package io.jiaozi.support.json;

import org.jspecify.annotations.NullMarked;
