/** Small XML messages, read without fetching or expanding anything. */
@NullMarked
package io.jiaozi.support.xml;

import org.jspecify.annotations.NullMarked;
