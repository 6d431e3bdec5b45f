/**
 * How the gateway works inside. Not for use by anybody else; free to change.
 *
 * <p>{@code discovery} finds adapters, {@code config} reads and checks settings, {@code guard}
 * stands around every call, {@code report} keeps messages and logs clean.
 */
@NullMarked
package io.jiaozi.internal;

import org.jspecify.annotations.NullMarked;
