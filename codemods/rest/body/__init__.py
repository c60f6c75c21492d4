"""From the JSON body of an old request to the parts of a call, and from those to the JSON of a new one."""
