/** How the gateway works inside. Not for use by anybody else; free to change. */
@NullMarked
package io.jiaozi.internal;

import org.jspecify.annotations.NullMarked;
