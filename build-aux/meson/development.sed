# What a debug build makes of the files in data/, which are written for the release:
# names of its own for all that both install.
s/io\.github\.bellhop_gtk\.Bellhop/&.Devel/g
s|/io/github/bellhop_gtk/Bellhop/|&Devel/|g
s/^\(Name\(\[.*]\)\{0,1\}=Bellhop\)$/\1 (Development)/
s|\(<name[^>]*>Bellhop\)</name>|\1 (Development)</name>|
s/^Exec=bellhop/&-devel/
s|<binary>bellhop|&-devel|
s|<translation type="gettext">bellhop|&-devel|
s|gettext-domain="bellhop|&-devel|
