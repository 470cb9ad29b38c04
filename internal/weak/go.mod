module github.com/KarpelesLab/weak

go 1.26
