/** What must be believed, to the last character, and what a right signature does not prove. */
package io.jiaozi.proving.genuine;
